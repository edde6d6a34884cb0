"""What commands do. Each takes the browse screen; those that edit make changes and hand them to it."""
