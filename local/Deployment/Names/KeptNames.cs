using System.Text.Json.Nodes;

namespace CognitoStack.Local.Deployment.Names;

/// <summary>What was made up for a resource, kept in <c>names.json</c>: a name that changed would lose the users and data that go by it.</summary>
internal sealed class KeptNames
{
    private readonly string path;
    private readonly JsonObject stacks;
    private bool isChanged;

    /// <summary>Reads the names.</summary>
    public KeptNames(StateFolder state)
    {
        path = state["names.json"];
        stacks = File.Exists(path)
            ? JsonFile.Read(path, "It holds the ids of all that was deployed: restore it, or start anew with --fresh.")
            : [];
    }

    /// <summary>A kept detail of a resource (<c>Name</c>, <c>ClientSecret</c>); made and kept where there is none.</summary>
    /// <param name="stack">Stack, with its Region.</param>
    /// <param name="id">Logical ID.</param>
    /// <param name="detail">What of the resource.</param>
    /// <param name="make">Makes it.</param>
    public string Keep(string stack, string id, string detail, Func<string> make)
    {
        var resource = Child(Child(stacks, stack), id);
        if (resource[detail] is { } kept)
            return kept.ToString();
        Set(stack, id, detail, make());
        return resource[detail]!.ToString();
    }

    /// <summary>Keeps a detail that changes.</summary>
    public void Set(string stack, string id, string detail, string value)
    {
        Child(Child(stacks, stack), id)[detail] = value;
        isChanged = true;
    }

    /// <summary>Forgets a resource: whoever bears its logical ID next has another name.</summary>
    public void Forget(string stack, string id) => isChanged |= (stacks[stack] as JsonObject)?.Remove(id) == true;

    /// <summary>All that is kept of a stack, as a copy; null where nothing is.</summary>
    public JsonObject? Of(string stack) => stacks[stack]?.DeepClone().AsObject();

    /// <summary>Puts in place what is kept of a stack; null forgets it.</summary>
    public void Replace(string stack, JsonObject? kept)
    {
        if (kept is null)
            stacks.Remove(stack);
        else
            stacks[stack] = kept.DeepClone();
        isChanged = true;
    }

    /// <summary>Writes what is new.</summary>
    public void Save()
    {
        if (!isChanged)
            return;
        JsonFile.Write(path, stacks);
        isChanged = false;
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject child)
            return child;
        parent[name] = child = [];
        return child;
    }
}
