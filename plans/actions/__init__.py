"""What changes a plan and its parts."""

from plans.actions.parts import archive, change_part, create_part, move, restore
from plans.actions.pictures import add_picture, copy_pictures
from plans.actions.plans import change_plan, create_plan, move_plan_state, put_on_new_scale, put_on_scale
from plans.actions.scales import change_points, create_scale, default_scale

__all__ = [
    "add_picture",
    "archive",
    "change_part",
    "change_plan",
    "change_points",
    "copy_pictures",
    "create_part",
    "create_plan",
    "create_scale",
    "default_scale",
    "move",
    "move_plan_state",
    "put_on_new_scale",
    "put_on_scale",
    "restore",
]
