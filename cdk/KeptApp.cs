using System.Text.Json;
using System.Text.Json.Nodes;
using CognitoStack.Common;

namespace CognitoStack.App;

/// <summary>
/// The app that stays: it synthesizes once for each line that it reads, so that Node, the CDK's library and the validator are loaded once.
/// </summary>
/// <remarks><c>npm start -- --watch</c> has the CLI's calls answered by it: a line is what the CLI tells an app in its environment.</remarks>
public static class KeptApp
{
    private static readonly string[] Places = ["CDK_DEFAULT_ACCOUNT", "CDK_DEFAULT_REGION"];

    /// <summary>Answers a line with the exit code of its synthesis, until there are none.</summary>
    public static async Task Serve(TextReader calls, TextWriter answers)
    {
        while (await calls.ReadLineAsync() is { } call)
        {
            var told = JsonSerializer.Deserialize<Dictionary<string, string>>(call)!;
            foreach (var place in Places)
                System.Environment.SetEnvironmentVariable(place, told.GetValueOrDefault(place));
            var context = PlainJson.Of(JsonNode.Parse(told["CDK_CONTEXT_JSON"])!.AsObject());
            // What was staged before is in the assembly before.
            Amazon.CDK.AssetStaging.ClearAssetHashCache();
            var code = await AppRun.Synthesize(context, told["CDK_OUTDIR"]);
            await Console.Error.FlushAsync();
            await answers.WriteLineAsync(code.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await answers.FlushAsync();
        }
    }
}
