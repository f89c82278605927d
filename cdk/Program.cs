using Amazon.CDK;
using CognitoStack.App;
using CognitoStack.Configuration;

// The app works on every Node that the README names; jsii's own banner would bury the output.
System.Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20,21,23");
try
{
    // The CLI's own metadata resource would change every template with every version of the tools.
    var app = new Amazon.CDK.App(new AppProps { AnalyticsReporting = false });
    var files = new ProjectFiles("cdk");
    var chosen = app.Node.TryGetContext("environment") as string ?? "dev";
    var environment = EnvironmentFile.Read(chosen, files);
    foreach (var warning in EnvironmentWarnings.Of(environment, Path.GetFileName(EnvironmentFile.PathOf(chosen)))) await Console.Error.WriteLineAsync(warning);
    Composition.AddStacks(app, environment, FunctionPackages.Find(), files);
    app.Synth();
    return 0;
}
catch (ConfigurationException e)
{
    foreach (var error in e.Errors) await Console.Error.WriteLineAsync(error);
    return 1;
}
