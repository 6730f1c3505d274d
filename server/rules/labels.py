"""What people call the states and moves of a ticket, in both languages, and what each of them means."""

from collections.abc import Mapping
from dataclasses import dataclass

from server.rules.catalogue import Text
from server.rules.ticket import State


@dataclass(frozen=True, slots=True)
class Label:
    """``text`` is what pages show; ``meaning`` its entry in docs/states.md."""

    text: Text
    meaning: str


STATES: Mapping[State, Label] = {
    State.WAITING: Label(Text("Đang chờ", "Waiting"), "In a line, to be called."),
    State.CALLED: Label(Text("Đang gọi", "Called"), "Asked to come to a counter."),
    State.SERVING: Label(Text("Đang làm việc", "Being served"), "The person is at the desk."),
    State.HELD: Label(Text("Chờ bổ sung", "On hold"), "Set aside at a counter while the person fetches something."),
    State.NO_SHOW: Label(Text("Vắng khi gọi", "No-show"), "Was called and did not come; may still come back."),
    State.DONE: Label(Text("Đã xong", "Done"), "Served, with nothing left to wait for."),
    State.CANCELLED: Label(Text("Đã hủy", "Cancelled"), "Will not be served."),
    State.EXPIRED: Label(Text("Hết ngày", "Expired"), "Still open when the business day closed; never counts as done."),
}
MOVES: Mapping[str, Label] = {
    "call": Label(Text("Gọi số", "Call"), "Asks the ticket to come to the officer's counter."),
    "recall": Label(Text("Gọi lại", "Call again"), "Announces a called ticket once more."),
    "serve": Label(Text("Bắt đầu", "Start"), "The person is at the desk; nothing is announced."),
    "finish": Label(Text("Hoàn thành", "Finish"), "The person is done, or goes on waiting for the next service."),
    "no-show": Label(
        Text("Vắng khi gọi", "No-show"), "The called person did not come, after three calls and a minute (settings)."
    ),
    "return": Label(
        Text("Cho chờ lại", "Back to the line"),
        "Back to the line, at the place it had; a missed one behind the next three, then the last.",
    ),
    "hold": Label(Text("Chờ bổ sung", "Hold"), "Sets the ticket aside at the counter."),
    "transfer": Label(
        Text("Chuyển tiếp", "Transfer"), "To another service, counter or officer, under the same number."
    ),
    "cancel": Label(Text("Hủy", "Cancel"), "Ends the ticket unserved."),
    "record": Label(Text("Ghi đã phục vụ", "Record as served"), "Noted afterwards: the person was served by hand."),
    "leave": Label(Text("Rời hàng chờ", "Leave the line"), "Its holder no longer waits."),
    "rejoin": Label(
        Text("Báo đã có mặt", "I am here"), "The person who missed the call is here: behind the next numbers."
    ),
}
