from cm_desk.insight.channels import Channels, channels


def test_a_usual_channel_is_surely_the_one_of_more_than_half() -> None:
    assert channels(["mail"] * 9 + ["mastodon"] * 2).usual == "mail"
    assert channels(["mail"] * 4 + ["mastodon"] * 3) == Channels(
        "", (("mail", 4), ("mastodon", 3)), 7
    )


def test_a_few_messages_are_too_little_to_tell() -> None:
    assert channels(["mail"] * 4).usual == ""
    assert channels(["mail"] * 5).usual == "mail"
    assert channels([]) == Channels("", (), 0)
