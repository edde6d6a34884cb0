"""Translations: every text for users passes through `_`. Catalogues lie in `jinpu_tui/locale/LANGUAGE/LC_MESSAGES`."""

from __future__ import annotations

import gettext
from pathlib import Path

_translations = gettext.translation("jinpu_tui", localedir=Path(__file__).parents[1] / "locale", fallback=True)

_ = _translations.gettext
ngettext = _translations.ngettext
