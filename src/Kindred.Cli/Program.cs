using Kindred.Cli;

return KindredCommand.Run(args);
