"""How well detectors find the transitions of annotated videos."""
