"""The reference server: a Flask POST that reads JSON and does nothing, on the same HTTP server as the hall's.

python -m bench.nothing [plain]     ``plain``: on gevent's own server instead, without what the hall's adds to it.
"""

from gevent import monkey

monkey.patch_all()

import sys  # noqa: E402

from flask import Flask, request  # noqa: E402
from gevent.pywsgi import WSGIServer  # noqa: E402

from server.live.serve import Server, listen  # noqa: E402


def application() -> Flask:
    app = Flask("nothing")

    @app.post("/nothing")
    def nothing() -> dict[str, bool]:
        return {"ok": bool(request.get_json())}

    return app


if __name__ == "__main__":
    listener = listen("127.0.0.1", 0)
    print(listener.getsockname()[1], flush=True)
    if sys.argv[1:] == ["plain"]:
        WSGIServer(listener, application().wsgi_app, log=None).serve_forever()
    Server(listener, application().wsgi_app).serve_forever()
    sys.exit(0)
