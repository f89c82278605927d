using System.Text.Json.Nodes;

namespace CognitoStack.Templates;

/// <summary>Resolves every resource and output of templates, each once, after what it refers to. So resources come in an order in which they can be made.
/// What a condition leaves out is not there, and one who refers to it is an error.</summary>
public sealed class TemplateReader
{
    private readonly IReadOnlyList<StackTemplate> templates;
    private readonly ResourceNames names;
    private readonly ITemplateContext context;
    private readonly Intrinsics intrinsics;
    private readonly Dictionary<string, StackTemplate> stacks;
    private readonly Dictionary<string, Conditions> conditions;
    private readonly Dictionary<(string Stack, string Id), Resource?> resolved = [];
    private readonly List<Resource> resources = [];
    private readonly List<Omission> omissions = [];
    private readonly Dictionary<(string Stack, string Output), string> exports = [];
    private readonly List<string> underWay = [];

    private TemplateReader(IReadOnlyList<StackTemplate> templates, ResourceNames names, ITemplateContext context)
    {
        (this.templates, this.names, this.context) = (templates, names, context);
        intrinsics = new(this);
        stacks = templates.ToDictionary(s => s.Name);
        conditions = templates.ToDictionary(s => s.Name, s => new Conditions(s.Name, s.Template["Conditions"]?.AsObject(), intrinsics));
    }

    internal string Region => context.Region;

    /// <summary>Reads templates.</summary>
    /// <param name="templates">The templates of every stack.</param>
    /// <param name="names">Who names the resources.</param>
    /// <param name="context">What the templates do not say.</param>
    /// <exception cref="TemplateException">Something is not understood.</exception>
    public static TemplateSet Read(IReadOnlyList<StackTemplate> templates, ResourceNames names, ITemplateContext context) =>
        new TemplateReader(templates, names, context).ReadAll();

    private TemplateSet ReadAll()
    {
        var outputs = new Dictionary<string, IReadOnlyDictionary<string, string>>();
        foreach (var (name, template) in templates)
        {
            if (template["Transform"] is { } transform && transform.ToString() != "AWS::LanguageExtensions")
                throw new TemplatePlace(name, "Transform").Error($"{transform.ToJsonString()} is run by CloudFormation alone.");
            if (context.ChecksRules)
                TemplateRules.Require(name, template, intrinsics);
            foreach (var (id, _) in Section(template, "Resources"))
                Find(name, id);
            outputs[name] = OutputsOf(name, template);
        }
        return new(context.Account, context.Region, resources, outputs) { Omissions = omissions, Exports = exports };
    }

    internal JsonNode? Ref(TemplatePlace at, string id) =>
        id switch
        {
            "AWS::Partition" => AwsNames.PartitionOf(context.Region),
            "AWS::Region" => context.Region,
            "AWS::AccountId" => context.Account,
            "AWS::URLSuffix" => "amazonaws.com",
            "AWS::StackName" => at.Stack,
            "AWS::StackId" => names.StackId(at.Stack),
            "AWS::NotificationARNs" => new JsonArray(),
            "AWS::NoValue" => null,
            _ when stacks[at.Stack].Template["Parameters"]?[id] is JsonObject parameter => Parameter(at, id, parameter),
            _ => Existing(at, id).Name,
        };

    internal string Attribute(TemplatePlace at, string id, string attribute)
    {
        var resource = Existing(at, id);
        if (attribute == "Arn" && resource.Arn.Length > 0)
            return resource.Arn;
        return resource.Attributes.GetValueOrDefault(attribute)
            ?? throw new UnavailableException($"{resource.Type} has no attribute {attribute} here (Fn::GetAtt of {id})");
    }

    internal bool Condition(TemplatePlace at, string name) => conditions[at.Stack].Holds(at, name);

    internal JsonNode? Mapping(TemplatePlace at, string name) => stacks[at.Stack].Template["Mappings"]?[name];

    internal string Output(TemplatePlace at, string stack, string name) =>
        stacks.GetValueOrDefault(stack)?.Template["Outputs"]?[name] is JsonObject output && IsMade(OutputPlace(stack, name), output)
            ? OutputValue(stack, name, output)
            : (stacks.ContainsKey(stack) ? null : context.Output(stack, name))
                ?? throw at.Error(
                    $"Fn::GetStackOutput: {(stacks.ContainsKey(stack) ? $"the stack {stack} has no output {name}" : $"there is no stack {stack} beside it")}."
                );

    internal string Import(TemplatePlace at, string export)
    {
        foreach (var (stack, template) in templates)
        foreach (var (name, output) in Section(template, "Outputs"))
            if (
                output?["Export"]?["Name"] is { } given
                && intrinsics.Text(OutputPlace(stack, name), "Export", given) == export
                && IsMade(OutputPlace(stack, name), output.AsObject())
            )
                return OutputValue(stack, name, output.AsObject());
        return context.Import(export) ?? throw at.Error($"Fn::ImportValue: No export named {export} found.");
    }

    private Dictionary<string, string> OutputsOf(string stack, JsonObject template)
    {
        var values = new Dictionary<string, string>();
        foreach (var (name, output) in Section(template, "Outputs"))
        {
            if (!IsMade(OutputPlace(stack, name), output!.AsObject()))
                continue;
            try
            {
                values[name] = OutputValue(stack, name, output.AsObject());
                if (output["Export"]?["Name"] is { } export)
                    exports[(stack, name)] = intrinsics.Text(OutputPlace(stack, name), "Export", export);
            }
            catch (UnavailableException e)
            {
                omissions.Add(new(stack, name, nameof(Output), "Value", e.Message));
            }
        }
        return values;
    }

    private string OutputValue(string stack, string name, JsonObject output) =>
        InOrder(
            $"{stack}/Outputs.{name}",
            OutputPlace(stack, name),
            () => intrinsics.Text(OutputPlace(stack, name), "an output", output["Value"])
        );

    private Resource Existing(TemplatePlace at, string id) =>
        Find(at.Stack, id)
        ?? throw at.Error(
            $"{id} is referred to, and {(stacks[at.Stack].Template["Resources"]?[id] is null ? "neither a resource nor a parameter has that name" : "its condition leaves it out")}."
        );

    /// <summary>Resolves a resource and all that it refers to; null where there is none, or none is made.</summary>
    private Resource? Find(string stack, string id)
    {
        if (resolved.TryGetValue((stack, id), out var known))
            return known;
        if (stacks[stack].Template["Resources"]?[id] is not JsonObject raw)
            return null;
        var at = new TemplatePlace(stack, id);
        var resource = InOrder($"{stack}/{id}", at, () => IsMade(at, raw) ? Make(at, id, raw) : null);
        if (resource is not null)
            resources.Add(resource);
        return resolved[(stack, id)] = resource;
    }

    private Resource Make(TemplatePlace at, string id, JsonObject raw)
    {
        var type = raw["Type"]!.ToString();
        foreach (
            var earlier in raw["DependsOn"] is JsonArray many ? many.Select(d => d!.ToString())
            : raw["DependsOn"] is { } one ? [one.ToString()]
            : []
        )
            _ = Find(at.Stack, earlier);
        var properties = new JsonObject();
        var flaws = new Dictionary<string, string>();
        foreach (var (name, value) in raw["Properties"]?.AsObject() ?? [])
        {
            try
            {
                var place = at with { Where = $"{id}.{name}" };
                var text = intrinsics.Resolve(place, value);
                if (context.Resolve(place, text, p => ParameterValue(place, p)) is { } result)
                    properties[name] = result;
            }
            catch (TemplateException e)
            {
                var unresolved = context.Judge(at, type, name, e);
                if (unresolved == Unresolved.Stops)
                    throw;
                if (unresolved == Unresolved.IsLeftOut)
                    omissions.Add(new(at.Stack, id, type, name, e.Message));
                else
                    flaws[name] = e is UnavailableException ? $"{at}.{name}: {e.Message}" : e.Message;
            }
        }

        return names.Name(at, id, type, new(properties, flaws)) with
        {
            DeletionPolicy = raw["DeletionPolicy"]?.ToString(),
            UpdateReplacePolicy = raw["UpdateReplacePolicy"]?.ToString(),
        };
    }

    /// <summary>CloudFormation makes a resource after all that it refers to, so a circle of whole resources cannot be made.</summary>
    private T InOrder<T>(string what, TemplatePlace at, Func<T> resolve)
    {
        var start = underWay.IndexOf(what);
        if (start >= 0)
            throw at.Error($"circular reference: {string.Join(" → ", underWay.Skip(start).Append(what))}.");
        underWay.Add(what);
        try
        {
            return resolve();
        }
        finally
        {
            underWay.RemoveAt(underWay.Count - 1);
        }
    }

    private bool IsMade(TemplatePlace at, JsonObject conditional) =>
        conditional[nameof(Condition)] switch
        {
            null => true,
            JsonValue name => Condition(at, name.ToString()),
            var other => throw at.Error($"Condition asks for a name where there is {other.ToJsonString()}."),
        };

    private JsonNode Parameter(TemplatePlace at, string id, JsonObject parameter)
    {
        if ((context.Given(at.Stack, id) ?? parameter["Default"]?.ToString()) is not { } text)
            throw at.Error($"the parameter {id} has no default, and nobody is asked for parameters here. Give it a default.");
        return TemplateParameters.Value(id, parameter, text, name => context.Parameter(name, other => ParameterValue(at, other)));
    }

    /// <summary>Value of an SSM parameter that a template makes.</summary>
    private string? ParameterValue(TemplatePlace at, string name)
    {
        foreach (var (stack, template) in templates)
        foreach (var (id, raw) in Section(template, "Resources"))
            if (
                raw!["Type"]!.ToString() == "AWS::SSM::Parameter"
                && raw["Properties"]?["Name"] is { } given
                && intrinsics.Resolve(at with { Stack = stack }, given)?.ToString() == name
                && Find(stack, id) is { } resource
            )
                return resource.Text("Value");
        return null;
    }

    private static JsonObject Section(JsonObject template, string name) => template[name]?.AsObject() ?? [];

    private static TemplatePlace OutputPlace(string stack, string name) => new(stack, $"Outputs.{name}");
}
