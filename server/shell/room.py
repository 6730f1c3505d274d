"""What the rooms of pages share: how a room is set up, and how a page is answered."""

from flask import Blueprint, Response


def room(name: str, module: str) -> Blueprint:
    """A room's blueprint: its own templates, and its browser parts under ``/NAME/static``."""
    return Blueprint(
        name, module, template_folder="templates", static_folder="static", static_url_path=f"/{name}/static"
    )


def page(html: str, status: int = 200) -> Response:
    """A page that is asked for anew each time: going back after signing out must not show an old desk."""
    return Response(html, status, headers={"Cache-Control": "no-store"})
