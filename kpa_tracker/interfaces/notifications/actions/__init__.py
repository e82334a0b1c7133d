"""What writes reminders, sends them, and changes when they are sent."""
