Console.Error.WriteLine("Nothing to run yet.");
return 1;
