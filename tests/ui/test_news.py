from cm_desk.domain.news import Change, Topic
from cm_desk.ui.news import News


def test_every_topic_is_heard(news: News) -> None:
    """One without a signal would keep the others of its commit from being told."""
    for topic in Topic:
        news.publish((Change(topic, 1),))
