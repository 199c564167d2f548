using Kindred.Models;
using Mono.Cecil;

namespace Kindred.Tests;

/// <summary>The order of rooms, as the compiler left it in the assembly: a room names types of itself and of rooms before it, never of one after it.</summary>
public sealed class RoomsTests
{
    private const string Root = "Kindred.";

    /// <summary>From the files to the pages; docs/architecture.md says what each is for. A folder within a room belongs to it.</summary>
    private static readonly string[] Order =
    [
        "Storage", "Datasets", "Methods", "Preprocessing", "Features", "Neighbours", "Encoding", "Cleaning", "Graphs", "Manifold", "Evaluation", "Clustering",
        "Catalog", "Models", "Runs", "Recipes", "Selection", "Reporting", "Reproduction",
    ];

    private static readonly ModuleDefinition Assembly = ModuleDefinition.ReadModule(typeof(KindredModel).Assembly.Location);

    public static TheoryData<string> Rooms => [.. Order];

    [Fact]
    public void Every_room_has_its_place()
    {
        var found = Assembly.GetTypes().Select(type => RoomOf(type)).OfType<string>().Distinct().Order().ToArray();
        Assert.Equal(Order.Order(), found);
    }

    [Theory, MemberData(nameof(Rooms))]
    public void No_room_names_a_later_one(string room)
    {
        var place = Array.IndexOf(Order, room);
        var arrows = from type in Assembly.GetTypes()
                     where RoomOf(type) == room
                     from named in Named(type)
                     where RoomOf(named) is { } other && Array.IndexOf(Order, other) > place
                     select $"{type.FullName} → {named.FullName}";
        Assert.Empty(arrows.Distinct());
    }

    /// <summary>Every type that a type names: in its base, interfaces, members, and in the code of its methods.</summary>
    private static IEnumerable<TypeReference> Named(TypeDefinition type)
    {
        var direct = new List<TypeReference?> { type.BaseType };
        direct.AddRange(type.Interfaces.Select(implemented => implemented.InterfaceType));
        direct.AddRange(type.Fields.Select(field => field.FieldType));
        foreach (var method in type.Methods)
        {
            direct.Add(method.ReturnType);
            direct.AddRange(method.Parameters.Select(parameter => parameter.ParameterType));
            if (!method.HasBody)
                continue;
            direct.AddRange(method.Body.Variables.Select(variable => variable.VariableType));
            foreach (var instruction in method.Body.Instructions)
            {
                direct.Add(instruction.Operand switch
                {
                    TypeReference named => named,
                    MemberReference member => member.DeclaringType,
                    _ => null,
                });
            }
        }

        return direct.OfType<TypeReference>().SelectMany(Parts);
    }

    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Parts).Append(generic.ElementType),
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        _ => [type],
    };

    private static string? RoomOf(TypeReference type)
    {
        for (; type.DeclaringType is { } outer; type = outer)
        {
        }

        return type.Namespace.StartsWith(Root, StringComparison.Ordinal) && type.Scope is not AssemblyNameReference ? type.Namespace[Root.Length..].Split('.')[0] : null;
    }
}
