"""The audit run on others' banners and on ours: what it finds there."""
