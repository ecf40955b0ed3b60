"""What a volume can be: https://kubernetes.io/docs/concepts/storage/volumes/"""
