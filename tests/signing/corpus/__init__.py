"""Files that somebody altered, each with the answer it must get, and genuine ones to be told from them."""
