"""Spark's daemon of Python workers, which has imported what they need before it forks them.

A refusal ends a worker, and to import MLflow anew for every refusal takes longer than all else.
"""

if __name__ == "__main__":
    import mlflow.pyfunc  # noqa: F401
    import onnxruntime  # noqa: F401
    from pyspark.daemon import manager

    import calfcause.learn.features  # noqa: F401

    manager()
