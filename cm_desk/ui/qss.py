"""The few style sheet rules that a palette cannot say."""

from collections.abc import Callable, Mapping


def qss(c: Mapping[str, str], px: Callable[[float], int]) -> str:
    """`c` are the colours of a theme, `px` its scale."""
    return f"""
    QWidget#pane_window {{ background: {c["bg.window"]}; }}
    QWidget#pane_rail {{ background: {c["bg.rail"]}; }}
    QWidget#pane_list {{ background: {c["bg.list"]}; }}
    QWidget#pane_surface {{ background: {c["bg.surface"]}; }}
    QSplitter::handle {{ background: {c["line.subtle"]}; }}
    QFrame#rule {{ background: {c["line.subtle"]}; border: 0; }}
    QScrollArea, QScrollArea > QWidget > QWidget#scrollBody {{
        background: transparent; border: 0; }}
    QAbstractScrollArea {{ border: 0; }}
    QScrollBar:vertical {{ background: transparent; width: {px(11)}px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c["scroll.handle"]}; border-radius: {px(3)}px;
        margin: {px(2)}px {px(2)}px {px(2)}px {px(3)}px; min-height: {px(28)}px; }}
    QScrollBar::handle:vertical:hover {{ background: {c["line.strong"]}; }}
    QScrollBar::add-line:vertical, QScrollBar::sub-line:vertical {{ height: 0; }}
    QScrollBar::add-page:vertical, QScrollBar::sub-page:vertical {{ background: transparent; }}
    QScrollBar:horizontal {{ height: 0; }}
    QLineEdit {{ background: {c["bg.surface"]}; color: {c["text.primary"]};
        border: 1px solid {c["line.strong"]}; border-radius: {px(6)}px; padding: 0 {px(8)}px;
        selection-background-color: {c["accent.base"]}; selection-color: {c["accent.on"]}; }}
    QDateEdit {{ background: {c["bg.surface"]}; color: {c["text.primary"]};
        border: 1px solid {c["line.strong"]}; border-radius: {px(6)}px; padding: 0 {px(8)}px;
        selection-background-color: {c["accent.base"]}; selection-color: {c["accent.on"]}; }}
    QDateEdit:focus {{ border: 2px solid {c["focus"]}; padding: 0 {px(7)}px; }}
    QDateEdit QLineEdit, QDateEdit QLineEdit:focus {{ border: 0; padding: 0;
        background: transparent; }}
    QDateEdit::drop-down {{ border: 0; width: {px(28)}px; }}
    QDateEdit::down-arrow {{ image: none; }}
    QLineEdit:focus {{ border: 2px solid {c["focus"]}; padding: 0 {px(7)}px; }}
    QLineEdit[error="true"] {{ border: 2px solid {c["risk.base"]}; }}
    QLineEdit#bare, QLineEdit#bare:focus {{ border: 0; background: transparent; padding: 0; }}
    QPlainTextEdit {{ background: transparent; color: {c["text.primary"]}; border: 0;
        selection-background-color: {c["accent.base"]}; selection-color: {c["accent.on"]}; }}
    QListView, QTableView {{ background: transparent; color: {c["text.primary"]};
        border: 0; outline: 0; }}
    QTableView {{ gridline-color: transparent; }}
    QHeaderView {{ background: transparent; border: 0; }}
    QHeaderView::section {{ background: transparent; color: {c["text.muted"]}; border: 0;
        border-bottom: 1px solid {c["line.subtle"]}; padding: 0 {px(8)}px;
        font-size: {px(12)}px; font-weight: 600; }}
    QHeaderView::section:first {{ padding-left: {px(22)}px; }}
    QToolTip {{ background: {c["toast.bg"]}; color: {c["toast.text"]}; border: 0;
        padding: {px(4)}px; }}
    QComboBox QAbstractItemView {{ background: {c["bg.raised"]}; color: {c["text.primary"]};
        border: 1px solid {c["line.strong"]}; selection-background-color: {c["bg.selected"]};
        selection-color: {c["text.primary"]}; }}
    QMenu {{ background: {c["bg.raised"]}; color: {c["text.primary"]};
        border: 1px solid {c["line.subtle"]}; padding: {px(4)}px; }}
    QMenu::item {{ padding: {px(5)}px {px(24)}px {px(5)}px {px(12)}px;
        border-radius: {px(4)}px; min-height: {px(18)}px; }}
    QMenu::item:selected {{ background: {c["bg.selected"]}; color: {c["text.primary"]}; }}
    QMenu::item:disabled {{ color: {c["text.disabled"]}; }}
    QMenu::separator {{ height: 1px; background: {c["line.subtle"]}; margin: {px(4)}px; }}
    QTabBar::scroller {{ width: {px(52)}px; }}
    QTabBar QToolButton {{ background: {c["bg.surface"]}; border: 0;
        border-left: 1px solid {c["line.subtle"]}; }}
    QMenuBar {{ background: {c["bg.rail"]}; color: {c["text.primary"]}; }}
    QMenuBar::item {{ padding: {px(4)}px {px(10)}px; background: transparent; }}
    QMenuBar::item:selected {{ background: {c["bg.selected"]}; }}
    """
