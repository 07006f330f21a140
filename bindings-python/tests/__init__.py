"""Tests of the installed package twelvefold."""
