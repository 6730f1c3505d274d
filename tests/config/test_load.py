"""config.toml: defaults, every mistake at once, and sentences that help."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from server.config import Config, ConfigError, Mistake, Server, load
from server.config.checks import READABLE, between
from server.config.colour import contrast
from server.config.loading import _validate
from server.config.models import READ_TOGETHER
from server.rules.catalogue import Text


def mistakes_of(folder: Path, text: str) -> list[str]:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load(path)
    return [str(mistake).removeprefix(f"{path}") for mistake in caught.value.mistakes]


def loaded(folder: Path, text: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return load(path)


def test_an_empty_file_is_the_defaults(tmp_path: Path) -> None:
    config = loaded(tmp_path, "")
    assert config.model_copy(update={"server": Server()}) == Config()
    assert config.server.data == tmp_path / "data"


def test_relative_paths_count_from_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "emblem.svg").write_text("<svg/>")
    config = loaded(
        tmp_path,
        '[server]\ndata = "hall"\n[look]\nemblem = "emblem.svg"\n'
        '[printers.a]\nkind = "file"\npath = "out.bin"\n[kiosks]\n"*" = "a"\n',
    )
    assert config.server.data == tmp_path / "hall"
    assert config.look.emblem == tmp_path / "emblem.svg"
    assert config.printers["a"].path == tmp_path / "out.bin"


def test_an_absolute_path_stays(tmp_path: Path) -> None:
    assert loaded(tmp_path, '[server]\ndata = "/var/lib/layso"').server.data == Path("/var/lib/layso")


def test_every_mistake_is_said_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = """\
[server]
prot = 80
port = 99999
host = 5
public_url = "layso"
[rules]
idle_hours = "12"
serve_red_minutes = 5
[priority.elderly]
credit = 200
vi = "x"
[look]
accent = "blue"
ink = "#888888"
emblem = "nope.svg"
[printers.a]
kind = "netwrk"
width = 500
[printers.b]
kind = "network"
[printers.c]
kind = "file"
[kiosks]
"*" = "d"
[numbers]
deny = ["CKX", 5]
[serer]
x = 1
"""
    said = mistakes_of(tmp_path, text)
    lines = [int(line.split()[0].strip(":")) for line in said]
    assert lines == [2, 3, 4, 5, 7, 8, 9, 10, 13, 14, 14, 15, 17, 18, 19, 21, 24, 26, 26, 27]
    assert said[0] == ":2 server.prot: there is no setting 'prot'. Did you mean 'port'?"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[serer]", ":1 serer: there is no setting 'serer'. Did you mean 'server'?"),
        ("[server]\nxyz = 1", "Use one of: host, port, public_url, data, centre, proxies, metrics."),
        ("[server]\nport = 70000", ":2 server.port: must be from 0 to 65535, not 70000."),
        ("[server]\nport = true", "must be a whole number, not True."),
        ("[server]\nport = 80.5", "must be a whole number, not 80.5."),
        ('[server]\nport = "80"', "must be a whole number, not '80'. Write 80 without quotes."),
        ('[server]\nhost = ""', ":2 server.host: must not be empty."),
        ("server = 5", ":1 server: must be a table, not 5."),
        ("priority = 5", ":1 priority: must be a table, not 5."),
        ("[priority]\nelderly = 30", ":2 priority.elderly: must be a table, not 30."),
        ("[[server]]\nport = 1", ":1 server: must be a table"),
        ("[server]\ndata = 7", ":2 server.data: must be a path in quotes, not 7."),
        ('[server]\ncentre = "quảng ninh"', "must be plain letters, digits"),
        ('[server]\npublic_url = "https://"', "must be an address such as 'http://192.168.1.10:8000', not 'https://'."),
        (
            "[priority.elderly]\ncredit = -1\nvi='a'\nen='b'",
            "priority.elderly.credit: must be from 0 to 120, not -1.",
        ),
        ("[priority.elderly]\ncredit = 121\nvi='a'\nen='b'", "not 121. A larger credit would let others wait too long"),
        ("[priority.elderly]\ncredit = 1\nvi='a'", ":1 priority.elderly.en: 'en' is missing. Add en = ..."),
        ("[priority.x]\ncredit=1\nvi='a'\nen='b'\nreception_only='no'", "must be true or false, not 'no'."),
        ("[priority.Elder]\ncredit=1\nvi='a'\nen='b'", "'Elder' must be a word of small letters"),
        ("[printers.a]\nkind = 'netwrk'", ":2 printers.a.kind: cannot be 'netwrk'. Did you mean 'network'?"),
        ("[printers.a]\nwidth = 500", ":2 printers.a.width: cannot be 500. Use one of: 576, 512, 384."),
        ("[printers.a]\nkind = 'network'", ":1 printers.a: a network printer needs its host."),
        ("[printers.a]\nkind = 'file'", ":1 printers.a: a file printer needs its path."),
        ("[printers.preview]\nport = 0", "must be from 1 to 65535, not 0."),
        ("[kiosks]\n'*' = 'previw'", "which is no printer here. Did you mean 'preview'?"),
        ("[kiosks]\n'*' = 5", ":2 kiosks.*: must be a text in quotes, not 5."),
        ("[printers.a]\n", "kiosks.*: kiosk '*' prints on 'preview', which is no printer here. Use one of: a."),
        ("[look]\nink = 'black'", "must be a colour such as '#0B4F6C' (# and six digits 0-9 A-F), not 'black'."),
        ("[look]\nink = '#777777'", ":2 look.ink: ink #777777 on paper #FFFFFF has a contrast of 4.5:1"),
        ("[look]\nemblem = 'a.gif'", "must be an SVG or PNG file"),
        ("[numbers]\nletters = 'ABc'", "'ABc' must be capital letters A to Z."),
        ("[numbers]\ndeny = 'CK'", 'must be a list such as ["CK", "VC"]'),
        ("[rules]\nserve_amber_minutes = 40", "amber comes at 40 minutes, red already at 30."),
        ("[words.outcomes.done]\nvi='a'", "words.outcomes.done.en: 'en' is missing."),
        ("[server]\nport = ", ":2: is not valid TOML here: Invalid value."),
        ("[server]\nport = 1\nport = 2", ":3: is not valid TOML here: Cannot overwrite a value."),
    ],
)
def test_a_mistake_says_where_what_and_what_to_do(tmp_path: Path, text: str, says: str) -> None:
    assert any(says in line for line in mistakes_of(tmp_path, text)), mistakes_of(tmp_path, text)


def test_one_mistake_is_said_once(tmp_path: Path) -> None:
    assert len(mistakes_of(tmp_path, "[server]\nport = 70000")) == 1


def test_keys_are_found_in_dotted_quoted_and_inline_form(tmp_path: Path) -> None:
    text = '# a comment\nserver.prot = 1\n"rules"."idle_hour" = 2\nwords.outcomes.x = { vi = "a", eng = "b" }\n'
    said = mistakes_of(tmp_path, text)
    assert [line.partition(":")[2].split()[0] for line in said] == ["2", "3", "4", "4"]


@pytest.mark.parametrize(
    ("data", "says"),
    [(b"[server]\nhost = '\xe9'", "is not UTF-8 text."), (b"\xff\xfe[\x00", "is not UTF-8 text.")],
)
def test_a_file_that_is_not_utf8_is_a_sentence(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "config.toml").write_bytes(data)
    with pytest.raises(ConfigError, match=says):
        load(tmp_path / "config.toml")


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xef\xbb\xbf[server]\r\nport = 81\r\n")
    assert load(tmp_path / "config.toml").server.port == 81


def test_a_missing_file_and_a_folder_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no such file"):
        load(tmp_path / "none.toml")
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_one_own_class_replaces_the_whole_list(tmp_path: Path) -> None:
    config = loaded(tmp_path, "[priority.elderly]\ncredit = 20\nvi = 'Cao tuổi'\nen = 'Elderly'")
    assert list(config.priority) == ["elderly"]
    assert config.priority["elderly"].label == Text("Cao tuổi", "Elderly")


def test_the_sample_classes_have_the_credits_of_the_domain() -> None:
    credits = {name: one.credit for name, one in Config().priority.items()}
    assert credits == {
        "elderly75": 60,
        "child": 45,
        "elderly": 30,
        "disability": 30,
        "merit": 30,
        "supplement": 15,
        "urgent": 120,
    }
    assert [name for name, one in Config().priority.items() if one.reception_only] == ["supplement", "urgent"]
    assert [name for name, one in Config().priority.items() if one.asks_reason] == ["urgent"]


def test_the_default_colours_can_be_read_from_afar() -> None:
    look = Config().look
    for text, ground in READ_TOGETHER:
        assert contrast(getattr(look, text), getattr(look, ground)) >= READABLE, (text, ground)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_demo_prints_every_kiosk_as_a_preview() -> None:
    config = Config.demo(Path("there"), "0.0.0.0", 0)
    assert (config.server.data, config.server.host, config.server.port) == (Path("there"), "0.0.0.0", 0)
    printer = config.printer_of("any kiosk")
    assert printer is not None
    assert config.printers[printer].kind == "preview"


def test_a_kiosk_of_its_own_printer(tmp_path: Path) -> None:
    config = loaded(tmp_path, "[printers.a]\n[printers.b]\n[kiosks]\n'Cổng' = 'a'\n'*' = 'b'")
    assert (config.printer_of("Cổng"), config.printer_of("other")) == ("a", "b")
    assert loaded(tmp_path, "[kiosks]\n'Cổng' = 'preview'").printer_of("other") is None


def test_nothing_can_be_changed_afterwards() -> None:
    config = Config()
    with pytest.raises(ValidationError):
        config.server.__setattr__("port", 1)


def test_a_warning_says_that_it_is_one() -> None:
    assert str(Mistake("a.csv:3", "is odd.", level="warning")) == "a.csv:3: warning: is odd."


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.dictionaries(st.sampled_from(["kind", "vi", "credit", "ink", "*", "x"]), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from([*Config.model_fields, "other"]), TREES, max_size=4))
def test_no_wrong_shape_raises_anything_but_mistakes(raw: dict[str, object]) -> None:
    _, found = _validate(raw)
    for key, says, suggest in [*found, *between(raw, Path())]:
        assert key
        assert says.endswith(".")
        assert suggest is None or suggest
