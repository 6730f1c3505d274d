"""Which language a page speaks: the person's choice, then the browser's, then Vietnamese."""

from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, request
from flask_babel import Babel, Domain, get_locale

TRANSLATIONS = Path(__file__).parent.parent / "translations"
SOURCE = "vi"
COOKIE = "layso_lang"
COOKIE_SECONDS = 365 * 24 * 3600


def languages() -> tuple[str, ...]:
    """The languages pages exist in: Vietnamese, the source, and every one with a catalogue."""
    return (SOURCE, *sorted(p.name for p in TRANSLATIONS.iterdir() if p.is_dir() and p.name != SOURCE))


def catalogue_file(lang: str) -> Path:
    return TRANSLATIONS / lang / "LC_MESSAGES" / "messages.po"


class PoFiles(Domain):  # type: ignore[misc]
    """Reads the .po files themselves, once each, so that no compiled copy can be missing or old."""

    def get_translations(self) -> NullTranslations:
        lang = str(get_locale() or SOURCE)
        if lang not in self.cache:
            self.cache[lang] = _read(lang)
        found: NullTranslations = self.cache[lang]
        return found


def _read(lang: str) -> NullTranslations:
    path = catalogue_file(lang)
    if lang == SOURCE or not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as po:
        write_mo(compiled, read_po(po, locale=lang))
    compiled.seek(0)
    return Translations(compiled)


def choose() -> str:
    """``?lang=``, else the cookie, else Accept-Language, else vi."""
    known = languages()
    for wish in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wish in known:
            return str(wish)
    return request.accept_languages.best_match(known) or SOURCE


def remember(response: Response) -> Response:
    """Keeps a choice made with ``?lang=`` for a year."""
    wish = request.args.get("lang") if request.query_string else None
    if wish and request.method == "GET" and wish in languages():
        response.set_cookie(COOKIE, wish, max_age=COOKIE_SECONDS, httponly=True, samesite="Strict")
    return response


def install(app: Flask) -> None:
    """Gives ``app`` its languages: ``_()`` in templates, ``?lang=``, and ``lang`` in every template."""
    babel = Babel(app, default_locale=SOURCE, locale_selector=choose)
    babel.domain_instance = PoFiles()
    app.after_request(remember)
    app.context_processor(lambda: {"lang": str(get_locale() or SOURCE), "languages": languages()})
