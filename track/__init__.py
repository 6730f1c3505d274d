"""The citizen's link on a phone: place, people ahead, state and counter."""
