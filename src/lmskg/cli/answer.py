"""`lmskg answer`: the answer of the bundled question that is nearest to a plain one."""

from __future__ import annotations

import json

import click

from ..resources import Project
from .options import output_option, project_option, report_format_option, write


@click.command()
@click.argument("question")
@project_option
@output_option
@report_format_option
def answer(question: str, project: Project, output: str, format: str) -> int:
    """Answer a plain question from the nearest bundled one, and say which one that is.

    No text is generated: the answer is that of the bundled question, with the terms that QUESTION
    names. Where no question is near, or the topic is not covered, it says so.

    Example: lmskg answer "Is LMS resistant to chemo?"
    """
    from ..answer import choose, compose, format_answer, format_choice, make_reader, read_uncovered
    from ..answer.words import read_thesaurus, words
    from ..assemble import load
    from ..query.closing import NO_ADVICE
    from ..query.question import read_questions

    if not words(question):
        raise click.UsageError('ask in words, such as lmskg answer "Is it curable?"')
    store, prefixes = load(project), project.prefixes()
    known = make_reader(
        store,
        read_questions(project.answers).values(),
        read_thesaurus(project.everyday),
        prefixes,
    )
    uncovered = read_uncovered(project.uncovered) if project.uncovered.is_file() else []
    choice = choose(question, known, uncovered)
    answered = None
    if choice.question is not None:
        answered = compose(choice.question, choice.settings(prefixes), store, prefixes)
    if format == "json":
        value = {
            "asked": question,
            "taken": choice.question.name if choice.question else None,
            "from": {f.name: f.words for f in choice.filled if f.words},
            "likeness": round(choice.likeness, 3),
            "near": [
                {"question": near.question.name, "settings": near.settings(prefixes)}
                for near in choice.near
            ],
            "no_source": choice.is_silent,
            "topic": choice.topic,
            "unheard": choice.unheard,
            "answer": answered.to_dict() if answered else None,
        }
        write(output, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
        return 0
    told = format_answer(answered) if answered else NO_ADVICE
    write(output, f"{format_choice(choice, known.lexicon)}\n\n{told}\n")
    return 0
