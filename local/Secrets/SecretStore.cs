using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment;

namespace CognitoStack.Local.Secrets;

/// <summary>The file of secrets: the one that dynamic references of templates are resolved from.</summary>
internal sealed class SecretStore(StateFolder state, DeploymentOptions options)
{
    private readonly Lock gate = new();
    private readonly string path = options.SecretsFile ?? state["secrets.json"];

    /// <summary>Names of all secrets, in order.</summary>
    public IReadOnlyList<string> Names()
    {
        lock (gate)
            return [.. Read().Select(s => s.Key).Order(StringComparer.Ordinal)];
    }

    /// <summary>The value of a secret as text; null where there is none.</summary>
    public string? Find(string name)
    {
        lock (gate)
            return Read()[name] is { } value
                ? value is JsonValue text
                    ? text.ToString()
                    : value.ToJsonString()
                : null;
    }

    /// <summary>Keeps a secret.</summary>
    public void Put(string name, string value) => Change(all => all[name] = value);

    /// <summary>Forgets a secret.</summary>
    public void Remove(string name) => Change(all => all.Remove(name));

    private void Change(Action<JsonObject> change)
    {
        lock (gate)
        {
            var all = Read();
            change(all);
            JsonFile.Write(path, all);
        }
    }

    private JsonObject Read() => File.Exists(path) ? JsonFile.Read(path, "Mend it, or remove it.") : [];
}
