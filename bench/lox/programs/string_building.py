"""Strings grown piece by piece, at the end and at the front."""


def append(piece, times):
    """Grow at the end."""
    text = ""
    for _ in range(times):
        text = text + piece
    return text


def prepend(piece, times):
    """Grow at the front."""
    text = ""
    for _ in range(times):
        text = piece + text
    return text


def main(rounds):
    """Compare what grew in both ways."""
    same = 0
    different = 0
    for _ in range(rounds):
        line = append("ab", 120) + ";"
        if line == prepend("abab", 60) + ";":
            same += 1
        if line != append("ab", 119) + "ba;":
            different += 1
    print(same)
    print(different)
    print(append("<>", 12))


main(12000)
