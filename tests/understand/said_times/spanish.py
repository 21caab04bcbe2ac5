TAKEN = ()
