using Amazon.CDK;
using CognitoStack.Assurance;
using CognitoStack.Assurance.Settings;
using CognitoStack.Common;
using CognitoStack.Configuration;
using CognitoStack.Iam;
using CognitoStack.Templates;
using Notes;

// Every mistake of the file at once, before anything is made of it.
var environment = EnvironmentLoader.Load(File.ReadAllText("notes.json"), "notes.json");

// Synthesizes, as `npx cdk synth` and `npx cdk deploy` do.
var app = new App();
_ = new NotesStack(app, "Notes", environment);
TemplateChecks.AddTo(app);
var folder = app.Synth().Directory;
if (args is not ["prove"])
    return 0;

// Proves, with `dotnet run prove`: what the templates let users do is what the file means, and nothing else.
using var evaluator = EvaluatorSupervisor.OfNode();
var proofs = new ProofRun(environment, CloudAssembly.Read(folder).Of("Notes"), CdkSynthesis.Texts(folder, environment.Name), evaluator);

// All but one: the proof of settings wants all of the file deployed, login pages and functions too.
var results = ProofRun.Names.Except([SettingsProof.Name]).Select(proofs.Of).ToList();
foreach (var result in results)
{
    Console.WriteLine($"{(result.Holds ? "holds" : "fails")}: {result.Name}, {result.Count} in {result.Examined}");
    foreach (var difference in result.Differences)
        Console.WriteLine($"  {difference}");
}
return results.All(result => result.Holds) ? 0 : 1;
