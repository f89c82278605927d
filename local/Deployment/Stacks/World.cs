namespace CognitoStack.Local.Deployment.Stacks;

/// <summary>All that there is: stacks, and what no stack has. It does not change: an operation makes another one.</summary>
/// <param name="Account">Account that the machine stands for.</param>
/// <param name="Region">Region that it stands for.</param>
/// <param name="Stacks">The stacks, of whichever account and Region.</param>
/// <param name="Loose">Resources that are in no stack: those that a stack left behind.</param>
/// <param name="ByHand">How resources are that somebody changed by hand, by their stack and logical ID; null where they were deleted by hand.</param>
internal sealed record World(
    string Account,
    string Region,
    IReadOnlyList<Stack> Stacks,
    IReadOnlyList<Resource> Loose,
    IReadOnlyDictionary<(string Stack, string LogicalId), Resource?> ByHand
)
{
    /// <summary>The stacks of this place.</summary>
    public IEnumerable<Stack> Here => Stacks.Where(s => s.IsLive && s.Account == Account && s.Region == Region);

    /// <summary>A stack of this place; null where there is none of that name.</summary>
    public Stack? Find(string name) => Here.FirstOrDefault(s => s.Name == name);

    /// <summary>What an output of a stack says; null where there is none.</summary>
    public string? Output(string stack, string name) => Find(stack)?.Now.Outputs.FirstOrDefault(o => o.Name == name)?.Value;

    /// <summary>The stack and output that export something; null where none does.</summary>
    public (Stack Stack, StackOutput Output)? Export(string name) =>
        Here.SelectMany(s => s.Now.Outputs, (s, o) => (s, o))
            .Where(e => e.o.Export == name)
            .Select(e => ((Stack, StackOutput)?)e)
            .FirstOrDefault();

    /// <summary>The same with stacks in the place of those of their names.</summary>
    public World With(params IReadOnlyList<Stack> changed) =>
        this with
        {
            Stacks = [.. Stacks.Where(s => changed.All(c => c.Id != s.Id)), .. changed],
        };

    /// <summary>How a resource of a stack is: as its template made it, or as somebody changed it since. Null where it was deleted by hand.</summary>
    public Resource? Actual(StackResource resource) =>
        ByHand.TryGetValue((resource.Made.Stack, resource.LogicalId), out var changed) ? changed : resource.Made;

    /// <summary>What the services see.</summary>
    /// <param name="reveal">Puts secrets in the place of what refers to them.</param>
    public Deployed Deployed(Func<Resource, Resource> reveal)
    {
        var stacks = Here.OrderBy(s => s.Created).ToList();
        return new(
            Account,
            Region,
            [.. stacks.SelectMany(s => s.Now.Resources).Select(Actual).OfType<Resource>().Concat(Loose).Select(reveal)],
            stacks
                .Where(s => s.Status != "REVIEW_IN_PROGRESS")
                .ToDictionary(s => s.Name, s => (IReadOnlyDictionary<string, string>)s.Now.Outputs.ToDictionary(o => o.Name, o => o.Value))
        )
        {
            Omissions = [.. stacks.SelectMany(s => s.Now.Omissions)],
        };
    }
}
