using System.Text.Json.Nodes;
using CognitoStack.Local.Deployment.Names;

namespace CognitoStack.Local.Deployment.Stacks;

/// <summary>Finds out what all would be if templates were deployed, and what that changes. It makes nothing.</summary>
internal sealed class Planner(
    StateFolder state,
    Func<string, string, ITemplateContext> machine,
    Func<string, string, Func<Resource, Resource>> reveal,
    TimeProvider time
)
{
    // What a declaration says of a resource beside its properties.
    private static readonly string[] Said = ["Metadata", "DeletionPolicy", "UpdateReplacePolicy"];

    /// <summary>Plans an operation on stacks.</summary>
    /// <param name="world">All that there is.</param>
    /// <param name="requests">What is asked, one for each stack.</param>
    /// <param name="replaces">Whether resources are replaced and rules count as CloudFormation has it. Otherwise every resource keeps its name.</param>
    /// <exception cref="TemplateException">Something is not understood, or cannot be done.</exception>
    public Plan Plan(World world, IReadOnlyList<StackRequest> requests, bool replaces)
    {
        var names = new KeptNames(state);
        var byName = requests.ToDictionary(r => r.Name);
        foreach (var request in requests)
        foreach (var (id, physical) in request.Imports)
            names.Set(Key(world, request.Name), id, "Name", physical);

        var renewed = new HashSet<(string, string)>();
        while (true)
        {
            var context = new StackContext(
                machine(world.Account, world.Region),
                world,
                byName,
                text => requests.Any(r => NamesSecret(r, names.Of(Key(world, r.Name)), text)),
                replaces
            );
            var set = TemplateReader.Read(
                [.. requests.Select(r => new StackTemplate(r.Name, r.Template))],
                new KeptResourceNames(names, world.Account, world.Region, time),
                context
            );
            var plans = requests.Select(r => PlanOf(world, r, set, context)).ToList();
            var again = plans
                .SelectMany(p => p.Changes)
                .Where(c =>
                    replaces
                    && c is { IsReplacement: true, After: { } after, Before: { } before }
                    && IsSameThing(before, after)
                    && renewed.Add((after.Stack, after.LogicalId))
                )
                .ToList();
            foreach (var change in again)
            {
                var given = NamedTypes.Of(change.After!.Type).Given;
                if (given is not null && change.After.Properties[given] is not null)
                    throw new TemplateException(
                        $"CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename {change.After.Name} and update the stack again."
                    );
                names.Forget(Key(world, change.After.Stack), change.After.LogicalId);
            }
            if (again.Count > 0)
                continue;
            var made = time.GetUtcNow();
            var after = world.With([.. plans.Select(p => Made(world, p, names, made))]);
            after = after with { ByHand = ByHand(world, plans), Loose = Loose(world, plans) };
            return new(names, plans, after, after.Deployed(reveal(world.Account, world.Region)));
        }
    }

    /// <summary>Whether a text names a secret that a template makes.</summary>
    private static bool NamesSecret(StackRequest request, JsonObject? names, string text) =>
        (request.Template["Resources"] as JsonObject ?? [])
            .Where(r => r.Value?["Type"]?.ToString() == "AWS::SecretsManager::Secret")
            .Select(r => names?[r.Key]?["Name"] ?? r.Value!["Properties"]?["Name"])
            .OfType<JsonValue>()
            .Any(name => text.Contains($":{name}:", StringComparison.Ordinal) || text.Contains($":{name}}}", StringComparison.Ordinal));

    /// <summary>Where the names of a stack are kept.</summary>
    public static string Key(World world, string stack) => $"{world.Region}/{stack}";

    /// <summary>What was changed by hand and is now made anew is as the template says; what is taken over is as it is.</summary>
    private static Dictionary<(string Stack, string LogicalId), Resource?> ByHand(World world, IReadOnlyList<StackPlan> plans)
    {
        var changes = plans.SelectMany(p => p.Changes).ToList();
        var touched = changes.Where(c => c.TouchesResource).Select(c => (c.Either.Stack, c.Either.LogicalId)).ToHashSet();
        var byHand = world.ByHand.Where(h => !touched.Contains(h.Key)).ToDictionary();
        foreach (
            var change in changes.Where(c =>
                c.Action == ChangeAction.Import && !JsonNode.DeepEquals(c.Before!.Properties, c.After!.Properties)
            )
        )
            byHand[(change.After!.Stack, change.After.LogicalId)] = change.Before! with
            {
                Stack = change.After.Stack,
                LogicalId = change.After.LogicalId,
            };
        return byHand;
    }

    /// <summary>What a stack takes over is no longer outside of it.</summary>
    private static IReadOnlyList<Resource> Loose(World world, IReadOnlyList<StackPlan> plans)
    {
        var taken = plans
            .SelectMany(p => p.Changes)
            .Where(c => c.Action == ChangeAction.Import)
            .Select(c => (c.After!.Type, c.After.Name))
            .ToHashSet();
        return [.. world.Loose.Where(r => !taken.Contains((r.Type, r.Name)))];
    }

    private static Stack Made(World world, StackPlan plan, KeptNames names, DateTimeOffset now)
    {
        var id = new KeptResourceNames(names, world.Account, world.Region, TimeProvider.System).StackId(plan.Request.Name);
        return (
            plan.Current
            ?? new Stack
            {
                Id = id,
                Name = plan.Request.Name,
                Account = world.Account,
                Region = world.Region,
                Status = "CREATE_COMPLETE",
                Created = now,
                Now = plan.Next,
            }
        ) with
        {
            Now = plan.Next,
        };
    }

    private StackPlan PlanOf(World world, StackRequest request, TemplateSet set, StackContext context)
    {
        var current = world.Find(request.Name);
        var now = time.GetUtcNow();
        var resources = set.Resources.Where(r => r.Stack == request.Name).Select(r => ResourceTags.With(r, request.Tags)).ToList();
        var changes = resources
            .Select(r => Changed(world, request, current, r))
            .OfType<ResourceChange>()
            .Concat(Removed(current, resources))
            .ToList();
        var next = new StackState
        {
            Body = request.Body,
            Parameters = request.Parameters,
            Tags = request.Tags,
            Capabilities = request.Capabilities,
            Imports = [.. context.Imports],
            Omissions = [.. set.Omissions.Where(o => o.Stack == request.Name)],
            Outputs =
            [
                .. set.Outputs[request.Name]
                    .Select(o => new StackOutput(
                        o.Key,
                        o.Value,
                        request.Template["Outputs"]?[o.Key]?["Description"]?.ToString(),
                        set.Exports.GetValueOrDefault((request.Name, o.Key))
                    )),
            ],
            Resources = [.. resources.Select(r => Status(r, Declaration(request, r), current, changes, now))],
        };
        return new(request, current, next, changes);
    }

    private static JsonObject Declaration(StackRequest request, Resource resource) =>
        request.Template["Resources"]![resource.LogicalId]!.DeepClone().AsObject();

    private static StackResource Status(
        Resource resource,
        JsonObject declaration,
        Stack? current,
        IReadOnlyList<ResourceChange> changes,
        DateTimeOffset now
    )
    {
        var change = changes.FirstOrDefault(c => c.After?.LogicalId == resource.LogicalId && c.TouchesResource);
        return change is null && current?.Now.Find(resource.LogicalId) is { } same
            ? same with
            {
                Made = resource,
                Declaration = declaration,
            }
            : new(
                resource,
                declaration,
                change?.Action switch
                {
                    ChangeAction.Import => "IMPORT_COMPLETE",
                    ChangeAction.Modify => "UPDATE_COMPLETE",
                    _ => "CREATE_COMPLETE",
                },
                now
            );
    }

    private static ResourceChange? Changed(World world, StackRequest request, Stack? current, Resource after)
    {
        var raw = request.Template["Resources"]![after.LogicalId]!.AsObject();
        if (current?.Now.Find(after.LogicalId) is not { Made: var before, Declaration: var old })
        {
            var adopted = Adopted(world, request, after, raw);
            return new(adopted is null ? ChangeAction.Add : ChangeAction.Import, adopted, after, [], []);
        }
        if (before.Type != after.Type)
            throw new TemplateException(
                $"Update of resource type is not permitted. The new template modifies resource type of the following resources: [{after.LogicalId}]"
            );
        var properties = before
            .Properties.Select(p => p.Key)
            .Union(after.Properties.Select(p => p.Key))
            .Where(p => !JsonNode.DeepEquals(before.Properties[p], after.Properties[p]))
            .Select(p => new PropertyChange(
                p,
                before.Properties[p],
                after.Properties[p],
                ResourceSchemas.Replaces(after.Type, p),
                JsonNode.DeepEquals(old["Properties"]?[p], raw["Properties"]?[p])
            ))
            .ToList();
        string[] said = [.. Said.Where(a => !JsonNode.DeepEquals(old[a], raw[a]))];
        if (properties.Count == 0 && said.Length == 0)
            return null;
        return new(ChangeAction.Modify, before, after, properties, said)
        {
            IsReplacement = properties.Any(p => p.Replaces) || before.Name != after.Name,
            Policy = old["UpdateReplacePolicy"]?.ToString() ?? "Delete",
        };
    }

    private static Resource? Adopted(World world, StackRequest request, Resource after, JsonObject declaration)
    {
        var isNamed = request.Imports.ContainsKey(after.LogicalId);
        // Only what would be left behind again is taken over without being named.
        if (!isNamed && !(request.ImportsExisting && declaration["DeletionPolicy"]?.ToString() is "Retain" or "RetainExceptOnCreate"))
            return null;
        var found = world.Loose.FirstOrDefault(r => r.Type == after.Type && r.Name == after.Name);
        return found is not null || !isNamed
            ? found
            : throw new TemplateException($"Resource of type '{after.Type}' with identifier '{after.Name}' was not found.");
    }

    // What refers to something goes before it.
    private static IEnumerable<ResourceChange> Removed(Stack? current, IReadOnlyList<Resource> resources) =>
        (current?.Now.Resources ?? [])
            .Where(r => resources.All(n => n.LogicalId != r.LogicalId))
            .Reverse()
            .Select(gone => new ResourceChange(ChangeAction.Remove, gone.Made, null, [], [])
            {
                Policy = gone.Declaration["DeletionPolicy"]?.ToString() ?? "Delete",
            });

    private static bool IsSameThing(Resource before, Resource after) =>
        before.Name == after.Name
        && ResourceSchemas.Identifier(after.Type).All(p => JsonNode.DeepEquals(before.Properties[p], after.Properties[p]));
}
