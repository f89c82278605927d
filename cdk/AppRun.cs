using CognitoStack.Configuration;

namespace CognitoStack.App;

/// <summary>One synthesis: what the context asks for, to its templates.</summary>
public static class AppRun
{
    /// <summary>Synthesizes; what is wrong or worth a warning goes to the standard error, by the places of the file.</summary>
    /// <param name="context">Context beside what the CLI gives to this process.</param>
    /// <param name="output">Folder of the cloud assembly; null is where the CLI says.</param>
    /// <returns>Exit code: 0, or 1 where something is wrong.</returns>
    public static async Task<int> Synthesize(IDictionary<string, object>? context = null, string? output = null)
    {
        var file = "the environment";
        try
        {
            // Findings are reported here, by the places of the file: the CDK's own report names constructs.
            var app = Composition.NewApp(
                new Dictionary<string, object>(context ?? new Dictionary<string, object>())
                {
                    ["@aws-cdk/core:failSynthOnValidationErrors"] = false,
                },
                output
            );
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
            var adopted = Composition.AddStacks(app, environment, FunctionPackages.Find());
            foreach (var (path, message) in adopted?.Warnings ?? [])
                await Console.Error.WriteLineAsync($"{file}: {path}: warning: {message}");
            if (adopted is { Contradictions: [_, ..] contradictions })
                return await Report([.. contradictions.Select(c => $"{file}: {c.Path}: {c.Message}")]);
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
    }

    private static async Task<int> Report(IReadOnlyList<string> errors)
    {
        foreach (var error in errors)
            await Console.Error.WriteLineAsync(error);
        return errors.Count == 0 ? 0 : 1;
    }
}
