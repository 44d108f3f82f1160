UPDATE key_check SET sealed = $1
