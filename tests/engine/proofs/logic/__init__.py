"""Proofs about which conversations match what, against twins that enumerate them."""
