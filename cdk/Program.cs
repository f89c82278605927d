using CognitoStack.App;
using CognitoStack.Configuration;

// The app works on every Node that the README names; jsii's own banner would bury the output.
System.Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20,21,23");

// jsii reads every type of the CDK's library when it first converts an object: they are loaded beside the start of its Node process.
_ = Task.Run(typeof(Amazon.CDK.App).Assembly.GetTypes);
var file = "the environment";
try
{
    // Findings are reported here, by the places of the file: the CDK's own report names constructs.
    var app = Composition.NewApp(new Dictionary<string, object> { ["@aws-cdk/core:failSynthOnValidationErrors"] = false });
    var files = new ProjectFiles("cdk");
    if (app.Node.TryGetContext("delivery") is string delivery)
    {
        file = Path.GetFileName(delivery);
        var read = DeliveryFile.Read(delivery, files);
        foreach (var warning in DeliveryFile.Warnings(read.Environments, file))
            await Console.Error.WriteLineAsync(warning);
        Composition.AddDelivery(app, read);
        // What it finds names constructs: there are no places of an environment file to name instead.
        return await Report(ValidationReport.Read(app.Synth().Directory, null, file));
    }

    var chosen = app.Node.TryGetContext("environment") as string ?? "dev";
    file = Path.GetFileName(EnvironmentFile.PathOf(chosen));
    var environment = EnvironmentFile.Read(chosen, files);
    foreach (var warning in EnvironmentWarnings.Of(environment, file))
        await Console.Error.WriteLineAsync(warning);
    Composition.AddStacks(app, environment, FunctionPackages.Find(), files);
    return await Report(ValidationReport.Read(app.Synth().Directory, environment, file));
}
catch (ConfigurationException e)
{
    return await Report(e.Errors);
}
catch (Exception e)
{
    // What is left is of the CDK or of jsii: a line, and never the trace of a program that the reader did not write.
    return await Report([Rejection.Of(e, file)]);
}

static async Task<int> Report(IReadOnlyList<string> errors)
{
    foreach (var error in errors)
        await Console.Error.WriteLineAsync(error);
    return errors.Count == 0 ? 0 : 1;
}
