package command

var hashCommands = []Command{}
