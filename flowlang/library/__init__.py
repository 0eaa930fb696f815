"""What `import flowlang` gives: texts, paths and tables in, values out; nothing is printed."""
