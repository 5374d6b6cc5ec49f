"""What somebody tells of a run in a sentence, as the cells of a session.

In: a text, and the language of its words. Out: ``Told``, cells with the words they were read from.
"""

from calfcause.words.read import read_words
from calfcause.words.told import Phrase, Told, ToldCell

__all__ = ["Phrase", "Told", "ToldCell", "read_words"]
