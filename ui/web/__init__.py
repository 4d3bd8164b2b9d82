"""The web app: Gradio on FastAPI, the SPARQL endpoint, the pages of the letters and the API."""
