using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Bq2.Efi.Sdk;

/// <summary>
/// C# that csc translates but no program without a runtime can run: found in the IL and refused by name, with the source line if the
/// .pdb has it. What does not compile against our core library, csc reports itself.
/// </summary>
internal static partial class Constructs
{
    /// <summary>Everything in these assemblies that is refused.</summary>
    public static List<BuildFault> Refuse(IReadOnlyList<string> assemblies)
    {
        var found = new List<BuildFault>();
        foreach (string path in assemblies)
        {
            using var file = new PEReader(File.OpenRead(path));
            using var lines = SourceLines.Beside(path);
            var metadata = file.GetMetadataReader();
            foreach (var handle in metadata.MethodDefinitions)
                Refuse(new(path, file, metadata, handle, lines), found);
        }

        return found;
    }

    /// <summary>
    /// Whether an exception may have to run code of these assemblies on its way: a finally block, or a Dispose of theirs that the core
    /// library calls.
    /// </summary>
    public static bool HaveFinally(IReadOnlyList<string> assemblies) => assemblies.Any(path =>
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return metadata.TypeReferences.Any(type => metadata.StringComparer.Equals(metadata.GetTypeReference(type).Name, "IDisposable"))
            || metadata.MethodDefinitions.Any(method => metadata.GetMethodDefinition(method).RelativeVirtualAddress is > 0 and var address
                && file.GetMethodBody(address).ExceptionRegions.Length > 0);
    });

    /// <summary>Whether these assemblies take remainders. The IL does not say of which kind of number.</summary>
    public static bool HaveRemainder(IReadOnlyList<string> assemblies) => assemblies.Any(path =>
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return metadata.MethodDefinitions.Any(method => new MethodCode(path, file, metadata, method, null).Body is { } body
            && IlReader.Read(body.GetILBytes()!).Any(instruction => instruction.Operation == OpCodes.Rem));
    });

    private static void Refuse(MethodCode code, List<BuildFault> found)
    {
        if (code.Body is not { } body)
            return;

        foreach (var region in body.ExceptionRegions)
        {
            if (region.Kind is ExceptionRegionKind.Catch or ExceptionRegionKind.Filter)
                found.Add(code.Fault(
                    BuildFaults.Catch.Code, region.HandlerOffset, "catch: an exception ends the program here; nothing can catch it"));
        }

        if (code.IsFinalizer)
            found.Add(code.Fault(BuildFaults.Finalizer.Code, 0, "a finalizer: nothing is collected here, and so it would never run"));

        bool constrained = false;
        var formats = new LiteralFormats(code, found);
        foreach (var instruction in IlReader.Read(body.GetILBytes()!))
        {
            var (offset, operation, operand) = instruction;
            formats.Look(instruction);
            if (operation == OpCodes.Newobj && IsOfManyDimensions(code.Metadata, operand))
                found.Add(code.Fault(
                    BuildFaults.MultidimensionalArray.Code,
                    offset,
                    "an array of several dimensions: use an array of arrays, or compute one index"));
            bool isVirtual = operation == OpCodes.Callvirt && !constrained || operation == OpCodes.Ldvirtftn;
            if (isVirtual && IsGenericVirtual(code.Metadata, operand))
                found.Add(code.Fault(
                    BuildFaults.GenericVirtualMethod.Code,
                    offset,
                    "a generic virtual method: make the type generic, or the method static or not virtual"));
            constrained = operation == OpCodes.Constrained;
        }
    }

    // Its constructor is a method of the array type, which no assembly defines.
    private static bool IsOfManyDimensions(MetadataReader metadata, int token)
    {
        var handle = MetadataTokens.EntityHandle(token);
        if (handle.Kind != HandleKind.MemberReference)
            return false;
        if (metadata.GetMemberReference((MemberReferenceHandle)handle).Parent is not { Kind: HandleKind.TypeSpecification } parent)
            return false;

        var signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
        return signature.ReadSignatureTypeCode() == SignatureTypeCode.Array;
    }
}
