"""What our side of the demo remembers: resources/demo/memory.json, told to a store."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from cm_desk.actions import demo_honours
from cm_desk.actions.promises import QUOTED
from cm_desk.desk import DEMO
from cm_desk.domain.known import About, Moment
from cm_desk.domain.offsets import moment
from cm_desk.domain.views import State, View
from cm_desk.store import (
    accounts,
    acts,
    ambassadors,
    apologies,
    cadences,
    contacts,
    conversations,
    dates,
    drafts,
    facts,
    fields,
    gestures,
    labels,
    merges,
    messages,
    moments,
    notes,
    promises,
    requests,
    seasons,
    surveys,
    targets,
    triage,
    voices,
)
from cm_desk.store.acts import CONFIRMED, Act
from cm_desk.store.ambassadors import Ambassador
from cm_desk.store.apologies import Step
from cm_desk.store.cadences import Cadence
from cm_desk.store.dates import Occasion
from cm_desk.store.facts import Fact
from cm_desk.store.messages import Message
from cm_desk.store.requests import Request
from cm_desk.store.seasons import Season
from cm_desk.store.surveys import Survey
from cm_desk.store.tx import Tx
from cm_desk.store.voices import Voice

OPEN_VIEWS = (View.NEEDS_REPLY, View.WAITING, View.MENTIONS)


class Memory:
    """resources/demo/README.md says what the lists hold."""

    def __init__(self, tx: Tx, since: datetime) -> None:
        self._tx, self._since = tx, since
        self._voices: dict[str, int] = {}  # by name, and by name and role
        known = [a for a in accounts.all(tx.db) if a.base_url.startswith(DEMO)]
        self._accounts = {account.service: account.id for account in known}

    def tell(self, memory: dict[str, Any]) -> None:
        for service, name in memory["signers"]:
            accounts.change(self._tx, self._accounts[service], signer=name)
        self._merge(memory["same"])
        self._triage(memory)
        for each in memory["labels"]:
            self._label(each)
        for each in memory["voices"]:
            self._voice(each)
        for each in memory["cadences"]:
            wish = Cadence(self.person(each["who"]), each["ideal"], each["longest"])
            cadences.put(self._tx, wish, self._since)
        for each in memory["seasons"]:
            self._season(each)
        for each in memory["gestures"]:
            self._gesture(each)
        for each in memory["requests"]:
            self._request(each)
        for each in memory["ambassadors"]:
            known = {name: each[name] for name in ("platform", "url", "topics")}
            who, at = self.person(each["who"]), self.at(each["at"])
            ambassadors.save(self._tx, Ambassador(0, who, "", **known, made_at=at))
        for each in memory["apologies"]:
            self._apology(each)
        for each in memory["promises"]:
            self._promise(each)
        for each in memory["notes"]:
            notes.add(self._tx, self.person(each["who"]), each["text"], self.at(each["at"]))
        self._know(memory)
        for each in memory["drafts"]:
            self._draft(each)

    def _merge(self, same: list[list[list[str]]]) -> None:
        """They were joined on the day they first wrote on the second service."""
        for first, *others in same:
            for service, key in others:
                if (other := contacts.resolve(self._tx.db, service, key)) is not None:
                    met = contacts.person(self._tx.db, other)
                    at = met.first_at if met else self._since
                    merges.merge(self._tx, self.person(first), other, "", at)

    def _triage(self, memory: dict[str, Any]) -> None:
        """What is neither open nor snoozed, and older than the demo, is done."""
        waiting = [self._thread(each) for each in memory["open"]]
        triage.set_state(self._tx, self._past() - set(waiting), State.DONE)
        triage.set_state(self._tx, waiting, State.OPEN)
        for each in memory["snoozed"]:
            until = self.at(each["until"])
            triage.set_state(self._tx, [self._thread(each["thread"])], State.SNOOZED, until)

    def _past(self) -> set[int]:
        found = set()
        for view in OPEN_VIEWS:
            cursor = None
            while True:
                page = conversations.page(self._tx.db, view, cursor=cursor, limit=200)
                found |= {each.id for each in page.items if each.last_at < self._since}
                if (cursor := page.cursor) is None:
                    break
        for id in found:
            triage.mark_seen(self._tx, id)
        return found

    def _label(self, each: dict[str, Any]) -> None:
        label = labels.ensure(self._tx, each["name"], each["color"])
        for thread in each["threads"]:
            labels.assign(self._tx, self._thread(thread), label.id)
        for who in each.get("people", ()):
            labels.put_on(self._tx, self.person(who), label.id, self._since)

    def _know(self, memory: dict[str, Any]) -> None:
        for each in memory["facts"]:
            facts.put(self._tx, self._fact(each), self._since)
        for each in memory["dates"]:
            dates.add(self._tx, self._occasion(each), self._since)
        of = {name: fields.ensure(self._tx, name).id for name in memory["fields"]}
        for each in memory["values"]:
            for name in each.keys() & of.keys():
                who = self.person(each["who"])
                fields.put(self._tx, who, of[name], each[name], self._since)
        for each in memory["moments"]:
            if id := self._message(each["message"]):
                moments.mark(self._tx, id, Moment(each["kind"]), self._since)
        for each in memory["surveys"]:
            surveys.add(self._tx, self._survey(each), self._since)
        for each in memory["acts"]:
            self._act(each)
        demo_honours.tell(self._tx, self, memory)

    def _voice(self, each: dict[str, Any]) -> None:
        known = {n: each[n] for n in ("name", "role", "face", "sounds", "topics", "agreed")}
        leads = each.get("leads", False)
        id = voices.save(self._tx, Voice(0, **known, agreed_at=self.at(each["at"]), leads=leads))
        self._voices[f"{each['name']}, {each['role']}"] = self._voices[each["name"]] = id

    def _request(self, each: dict[str, Any]) -> None:
        """`answered` with a yes to the draft; `sent` as the gesture of the same voice and kind."""
        who, voice_id = self.person(each["who"]), self._voices[each["voice"]]
        said = self.said(each["message"])
        quote = each.get("quote") or (said.text if said else "")
        draft, asked_at = each["draft"], self.at(each["asked"])
        request = Request(
            *(0, who, "", voice_id, each["voice"], each["kind"], said.id if said else None),
            *(quote, each.get("context", ""), draft, asked_at),
        )
        id = requests.add(self._tx, request)
        if "answered" in each:
            requests.release(self._tx, id, draft, each["answer"], self.at(each["answered"]))
        given = [g for g in gestures.of(self._tx.db, who) if g.voice_id == voice_id]
        for gesture in given[:1] if "sent" in each else []:
            requests.use(self._tx, replace(gesture, outbox_key=f"demo {id}"), gesture.id, draft)

    def _apology(self, each: dict[str, Any]) -> None:
        """`said` by the newest apology that was given to them."""
        who, said = self.person(each["who"]), self.said(each["message"])
        text, message_id = (said.text, said.id) if said else ("", None)
        id = apologies.add(self._tx, who, text, self.at(each["opened"]), message_id)
        begun = apologies.get(self._tx.db, id)
        words = {name: each[name] for name in ("happened", "ours", "meant", "plain")}
        if begun:
            apologies.word(self._tx, replace(begun, **words))
        given = [g.id for g in gestures.of(self._tx.db, who) if g.kind == "apology"]
        for gesture_id in given[:1] if each["said"] else []:
            apologies.say(self._tx, id, gesture_id)
        for step in each["steps"]:
            due, done, seen = (self._maybe(step.get(name)) for name in ("due", "done", "seen"))
            kind, proof = step.get("kind", ""), step.get("proof", "")
            row = Step(0, id, step["text"], step["owner"], due, done, kind, proof, seen)
            apologies.keep_step(self._tx, row)

    def _maybe(self, offset: str | None) -> datetime | None:
        return self.at(offset) if offset else None

    def _fact(self, each: dict[str, Any]) -> Fact:
        at = self.at(each["at"]) if "at" in each else self._since
        text, quote = each.get("text", ""), each.get("quote", "")
        message_id = self._message(each.get("message"))
        return Fact(0, self.person(each["who"]), About(each["about"]), text, at, quote, message_id)

    def _occasion(self, each: dict[str, Any]) -> Occasion:
        """`years` is how many it makes on that day, which gives the year."""
        on = self.at(each["day"])
        year = on.year - each["years"] if "years" in each else None
        said = self.said(each.get("message"))
        quote, message_id = (said.text, said.id) if said else ("", None)
        return Occasion(
            0, self.person(each["who"]), each["name"], on.month, on.day, year,
            each.get("yearly", True), quote, message_id,
        )  # fmt: skip

    def _survey(self, each: dict[str, Any]) -> Survey:
        return Survey(
            0, self.person(each["who"]), each["kind"], self.at(each["at"]), each.get("score"),
            each.get("low", 0), each.get("high", 10), each["question"], each.get("text", ""),
            each["source"],
        )  # fmt: skip

    def _act(self, each: dict[str, Any]) -> None:
        """Confirmed, at the time of its message."""
        if (said := self.said(each["message"])) is None:
            return
        act = Act(
            0, self.person(each["who"]), each["kind"], each["context"], said.id, each["quote"],
            said.sent_at, CONFIRMED,
        )  # fmt: skip
        acts.add(self._tx, act)

    def _gesture(self, each: dict[str, Any]) -> None:
        given = gestures.Gesture(
            id=0,
            contact_id=self.person(each["who"]),
            kind=each["kind"],
            at=self.at(each["at"]),
            voice=each["voice"],
            why=each["why"],
            message_id=self._message(each.get("message")),
            cost_cents=each.get("cost_cents", 0),
            currency=each.get("currency", ""),
            minutes=each.get("minutes", 0),
            note=each.get("note", ""),
            public=each.get("public", False),
            voice_id=self._voices.get(each["voice"]),
            back=each.get("back", ""),
            back_at=self.at(each["back_at"]) if "back_at" in each else None,
        )
        gestures.add(self._tx, given)

    def _promise(self, each: dict[str, Any]) -> None:
        made, due = self.at(each["made"]), self.at(each["due"])
        said = self.said(each.get("message"))
        words = (said.id, said.text[:QUOTED]) if said else (None, "")
        id = promises.add(self._tx, self.person(each["who"]), each["text"], due, made, *words)
        if "settled" in each:
            promises.settle(self._tx, id, each["state"], self.at(each["settled"]))

    def _season(self, each: dict[str, Any]) -> None:
        """A day that comes every year, unless it comes `once`."""
        on, label = self.at(each["day"]), each.get("label", "")
        year = on.year if each.get("once") else None
        label_id = labels.ensure(self._tx, label).id if label else None
        season = Season(
            0, each["kind"], each["name"], on.month, on.day, self._since, year, each["lead"],
            label_id,
        )  # fmt: skip
        seasons.add(self._tx, season)

    def _draft(self, each: dict[str, Any]) -> None:
        account_id = self._accounts[each["thread"][0]]
        text, thread = each["text"], self._thread(each["thread"])
        draft = drafts.Draft(0, thread, account_id, text, saved_at=self._since, cursor=len(text))
        drafts.save(self._tx, draft)

    def at(self, offset: str) -> datetime:
        return moment(offset, self._since)

    def _thread(self, of: list[str]) -> int:
        """Raises LookupError for a conversation that the community does not have."""
        found = targets.conversation(self._tx.db, self._accounts[of[0]], of[1])
        if found is None:
            raise LookupError(f"The demo has no conversation {of}.")
        return found

    def person(self, of: list[str]) -> int:
        found = contacts.resolve(self._tx.db, *of)
        if found is None:
            raise LookupError(f"The demo has nobody called {of}.")
        return found

    def _message(self, of: list[str] | None) -> int | None:
        found = self.said(of)
        return found.id if found else None

    def said(self, of: list[str] | None) -> Message | None:
        return messages.by_remote(self._tx.db, self._accounts[of[0]], of[1]) if of else None
