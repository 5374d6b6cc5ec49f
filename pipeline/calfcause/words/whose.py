"""Whose run a phrase tells: this one, the usual ones, another, a plan, or that of somebody else."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from calfcause.sessions.schema import COLUMNS, TOLD_COLUMNS, Column
from calfcause.words.found import Found
from calfcause.words.language import Language
from calfcause.words.quantities import Lexed

# Words farther from a phrase say nothing of it; assumed.
FARTHEST = 300
SENTENCE_END = re.compile(r"[.!?](?= |$)|\n")
_STOP = re.compile("[.!?](?= |$)")
# What tells how long a run was
LENGTHS = ("distance_km", "duration_min")
# What began several times began at the first of them.
ONSET = "onset_hours"
# What is of another run in a sentence after the last one about the calves
OF_ONE_RUN = ("distance_km", "duration_min", "session_type", "terrain", "surface")
# What tells of a part of the run tells of the run
OF_PARTS = ("foot_strike", "faster_than_usual")


class Whose:
    """The clauses of a text, and the run that a phrase in one of them tells."""

    def __init__(self, language: Language, lexed: Lexed, found: list[Found]) -> None:
        text = lexed.text
        self.language, self.words, self.text = language, language.scope, text
        self.quantities = lexed.quantities
        between = [*re.finditer(self.words.clause, text)]
        self.ends = [0, *(one.end() for one in between)]
        self.stops = [*(one.start() for one in between), len(text)]
        # Who asks for their child or their mother tells of that run as of an own one.
        self.is_own = re.search(self.words.self_told, text) is not None
        of_family = re.search(self.words.family, text) and not self.is_own
        self.speaker = self.words.family if of_family else None
        self.is_plan = re.search(self.words.planned_run, text, re.DOTALL) is not None
        self.denied = self._denied(found)
        self.other_runs = [one.span() for one in re.finditer(self.words.plan, text)]
        self.other_runs += [*self._before(), *self._days(), *self._later()]
        sore = re.search(self.words.sore_calf, text)
        self.sore_at = sore.start() if sore else len(text)
        self.over = self._over()
        self.apart: dict[int, str] = {}  # why not, by the place where a clause begins
        self.usual: dict[str, Found] = {}  # usual lengths, which have no column

    def _over(self) -> int:
        """Where the tale of the run is over: after the last sentence of calves, if it told one."""
        calves = [*re.finditer(self.words.newly_sore, self.text)]
        sentence = calves and SENTENCE_END.search(self.text, calves[-1].end())
        if not sentence or not re.search(self.words.a_run, self.text[: sentence.start()]):
            return len(self.text)
        return sentence.start()

    def _is_over(self, one: Found, clause: str) -> bool:
        """Whether it is told after the run, and is no habit nor the time that this one took."""
        told = self.text[one.start : one.end]
        is_clock = one.quantity is not None and one.quantity.is_clock
        return (
            one.start >= self.over
            and not is_clock
            and not re.search(f"{self.words.in_all}|{self.words.habit}", f"{clause} {told}")
            and not re.match(self.words.habit_after, self.text[one.end :])
        )

    def _days(self) -> Iterator[tuple[int, int]]:
        """Where runs stand of other days than the one that soreness follows."""
        runs: list[int] = []
        is_today = False
        day, days = "", set[str]()
        for begin, stop in zip([0, *self.stops], self.stops, strict=False):
            clause = self.text[begin:stop]
            told = re.search(self.words.day, clause)
            day = told[0].split()[-1] if told else day
            run = re.search(self.words.a_run, clause)
            if run and day and day not in days:
                sore = re.search(self.words.sore, clause[: run.start()])
                is_of_it = sore and re.search(self.words.sore_of, clause[: run.start()])
                runs.append(begin if not sore or is_of_it else begin + run.start())
                days.add(day)
                is_today = day in self.words.today.split()
            day = "" if run else day
        sore = re.compile(self.words.newly_sore).search(self.text, runs[0]) if runs else None
        sore_run = bisect_right(runs, sore.start()) - 1 if sore else None
        if is_today and not sore:
            sore_run = 0 if re.search(self.words.sore, self.text) else len(runs) - 1
        elif is_today and sore and re.match(self.words.since_day, self.text[sore.end() :]):
            sore_run = min(sore_run or 0, len(runs) - 2)
        for at, (begin, end) in enumerate(pairwise([*runs, len(self.text)])):
            if at != sore_run and len(runs) > 1:
                sentence = _STOP.search(self.text, begin + 1, end)
                yield begin, sentence.start() if sentence else end

    def _later(self) -> Iterator[tuple[int, int]]:
        """Where a run stands that came after the soreness of one that is told."""
        run = re.search(self.words.a_run, self.text)
        sore = re.compile(self.words.newly_sore).search(self.text, run.end()) if run else None
        for one in re.compile(self.words.later_run).finditer(self.text, sore.end()) if sore else ():
            sentence = _STOP.search(self.text, one.end())
            yield one.start(), sentence.start() if sentence else len(self.text)

    def _before(self) -> Iterator[tuple[int, int]]:
        """Where another run stands that this one came after, or before."""
        for one in re.finditer(self.words.run_before, self.text):
            lead = self.text[max(one.start() - FARTHEST, self.begun(one.start())) : one.start()]
            is_told = re.search(self.words.run, lead) and not re.search(self.words.sore, lead)
            follows = not lead.strip() and self._follows(one)
            if one["other"] or is_told or follows:
                yield one.span()

    def _follows(self, one: re.Match[str]) -> bool:
        """Whether a run is told in the sentence that the time after another one begins."""
        rest = re.split(r"[.!?;|] ", self.text[one.end() : one.end() + FARTHEST])[0]
        run = re.match(self.words.run_follows, rest) or re.search(self.words.a_run, rest)
        return bool(run and not re.search(self.words.sore, one[0] + rest[: run.start()]))

    def begun(self, at: int) -> int:
        """Where the clause begins in which a place is."""
        return self.ends[bisect_right(self.ends, at) - 1]

    def _denied(self, found: list[Found]) -> list[tuple[int, int]]:
        """Where lists stand of what is absent."""
        letters = [*self.text.replace("#", " ")]
        for one in found:
            if one.value == 1.0 and TOLD_COLUMNS[one.column].group == "afterwards":
                words = self.text[one.start : one.end]
                letters[one.start : one.end] = re.sub("[^,]", "#", words)
        return [one.span() for one in re.finditer(self.words.denied, "".join(letters))]

    def told(self, one: Found) -> Iterator[Found]:
        """What a phrase tells where it stands: of this run, of the usual ones, or nothing."""
        column = TOLD_COLUMNS[one.column]
        begun = self.begun(one.start)
        before = self.text[max(0, one.start - FARTHEST) : one.start]
        clause = self.text[max(begun, one.start - FARTHEST) : one.start]
        sentence = re.split(r"[.!?] ", before)[-1]
        if self.speaker:
            sentence = re.sub(self.speaker, "i", sentence)
        if one.value is None:
            yield one
        elif one.is_sign:
            yield self._sign(one, sentence)
        elif self._is_another(one, column, begun, clause, sentence) or (
            column.kind == "choice" and self._is_denied(one, clause)
        ):
            yield replace(one, value=None)
        else:
            yield from self._of_habit(one, column, clause)

    def _sign(self, one: Found, sentence: str) -> Found:
        """A sign, which is never lost to a plan or a habit: a doctor has to hear of it."""
        other = re.search(self.words.anothers, sentence)
        if other and not re.search(self.words.runner, sentence[other.end() :]):
            return replace(one, value=None)
        after = self.text[one.end : one.end + 60]
        if re.search(self.words.past, f"{sentence}|{after}"):
            return replace(one, value=None)
        is_denied = any(begin <= one.start and one.end <= end for begin, end in self.denied)
        if one.value == 0.0 or is_denied:
            is_two = one.column != "one_leg_only" and not is_denied
            is_two = is_two and "," in self.text[one.start : one.end]
            is_there = re.search(self.words.before_now, after)
            is_there = is_there or re.search(self.words.wished, sentence)
            return replace(one, value=float(bool(is_there or is_two)))
        answer = re.match(self.words.refused, after)
        if answer and answer["rated"] and self.quantities[one.end + answer.end() - 1].value:
            answer = None
        if answer:
            return replace(one, value=0.0, end=one.end + answer.end())
        return one

    def rest(self, one: Found) -> str:
        """What follows in the clause."""
        stop = self.stops[bisect_right(self.ends, one.end) - 1]
        return self.text[one.end : min(stop, one.end + FARTHEST)]

    def _is_another(
        self, one: Found, column: Column, begun: int, clause: str, sentence: str
    ) -> bool:
        """Whether it is a plan, another run, or what somebody else did."""
        of_whom = column.name == "age_years" and not self.speaker
        if of_whom and re.search(self.words.relative, self.text[one.start : one.end]):
            return True
        other = re.search(self.words.others, sentence)
        if other and re.search(self.words.runner, sentence[other.end() :]):
            other = None
        if not other and self.is_own:
            other = re.search(self.words.third, clause)
        planned: object = column.name not in OF_PARTS and re.search(self.words.blamed, sentence)
        if self.is_plan and not other:
            return False  # the run that is asked about is the plan
        if column.group in ("run", "footwear"):
            planned = (
                planned
                or (column.name in OF_ONE_RUN and self._is_over(one, clause))
                or any(start <= one.start < stop for start, stop in self.other_runs)
                or re.search(self.words.ahead, self.rest(one))
            )
        if column.name == "session_type":
            planned = planned or re.search(self.words.resumed, sentence)
        if column.name == ONSET and one.value == 0.0:  # within a run, but one of a later day
            later = f"{sentence}|{self.text[one.end : one.end + 20]}"
            planned = planned or re.search(self.words.later, later)
        if other or planned or self._is_unreal(one, column, clause):
            self.apart[begun] = self.language.why_others if other else self.language.why_unreal
            return True
        return False

    def _is_unreal(self, one: Found, column: Column, clause: str) -> bool:
        """Whether it was meant, advised or of before, and not done after all."""
        meant = [*re.finditer(self.words.unreal, clause)]
        if not meant or re.search(self.words.done, clause[meant[-1].end() :]):
            return False
        return column.kind != "choice" or not re.search(self.words.became, self.rest(one))

    def _is_denied(self, one: Found, clause: str) -> bool:
        near = clause[-40:]
        return bool(
            re.search(self.words.fine, f"{clause} {self.rest(one)}")
            or (re.search(self.words.negation, near) and not re.search(self.words.own_length, near))
            or (one.column not in OF_PARTS and re.search(self.words.part, near))
            or (one.column not in OF_PARTS and re.match(self.words.part_after, self.rest(one)))
        )

    def _of_habit(self, one: Found, column: Column, clause: str) -> Iterator[Found]:
        """The phrase, in the column of what is usual if it tells a habit."""
        usual = f"usual_{one.column}"
        habit = [*re.finditer(self.words.habit, clause)]
        between = clause[habit[-1].end() :] if habit else ""
        later = re.match(self.words.habit_after, self.text[one.end : one.end + 40])
        whole = f"{clause} {self.rest(one)}"
        often = re.search(self.words.often, whole) and not re.search(self.words.this_time, whole)
        is_habit = bool(later or often or (habit and not re.search(self.words.now, between)))
        turned = column.kind == "choice" and re.search(self.words.before, clause)
        new = re.match(self.words.onto, f" {self.text[one.start : one.end]}")
        if turned and not new and usual in COLUMNS:
            is_old = re.match(self.words.onto, self.text[one.end :])
            is_habit = is_habit or bool(is_old) or not turned[0].startswith("from")
        own = column.name in LENGTHS and re.search(self.words.own_length, clause)
        if own or column.name == "shoe_distance_km":  # a usual shoe is that of this run
            is_habit = False
        if is_habit and usual in COLUMNS:
            yield Found(usual, one.value, one.start, one.end, one.quantity)
        elif is_habit and column.group in ("run", "footwear"):
            denied = habit and re.search(self.words.negation, clause[: habit[-1].start()])
            told = later or often or re.fullmatch(self.words.usual_length, between)
            if column.name in LENGTHS and told and not denied:
                self.usual[one.column] = one
                if often:  # of nobody who tells no other run
                    yield replace(one, rank=max(one.rank, 2))
                    return
            yield replace(one, value=None)
        else:
            yield one
            after = re.match(self.words.always, self.text[one.end : one.end + 20])
            if after and not is_habit and usual in COLUMNS:
                yield Found(usual, one.value, one.start, one.end + after.end(), one.quantity)
