"""The values of Secrets -> what is wrong with them. No word of what is found tells a value, or a part of one."""
