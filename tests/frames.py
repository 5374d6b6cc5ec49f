"""Frames of sessions as files, for tests that read them back."""


def write_frame(frame, path):
    """Write a frame as its name ends, without its index."""
    if str(path).endswith(".parquet"):
        frame.to_parquet(path, index=False)
    else:
        # CR LF, as the CSV standard has it: only then does Python quote a CR inside a cell.
        frame.to_csv(path, index=False, lineterminator="\r\n")
