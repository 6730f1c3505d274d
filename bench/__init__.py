"""The benchmark: what the hall can do, each figure beside a reference measured in the same run."""
