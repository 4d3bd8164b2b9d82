"""The packaged language model on onnxruntime, for whoever in kg or rag reads with it. Imported only when it is used."""
