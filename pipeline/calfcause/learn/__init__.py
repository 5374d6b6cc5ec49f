"""From sessions to fitted heads.

In: sessions as numbers, with labels to learn from. Out: features, the heads fitted on them, and one
ONNX graph of all heads.
"""
