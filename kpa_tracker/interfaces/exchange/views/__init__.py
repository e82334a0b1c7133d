"""The pages of imports: of a plan, of targets and results, of a risk register."""
