package ledger.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class MapsOfSeveralTest {
    /** Maps in maps, in a union, in an array, between what is none. */
    private static final Schema DEEP = new Schema.Parser().parse("""
            {"type":"record","name":"Deep","fields":[
             {"name":"before","type":"string"},
             {"name":"maps","type":{"type":"array","items":["string","long",
               {"type":"map","values":{"type":"map","values":"int"}}]}},
             {"name":"after","type":{"type":"array","items":"bytes"},"default":[]}]}""");

    private static boolean found(Schema schema, Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        new GenericDatumWriter<>(schema).write(value, encoder);
        BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null);
        boolean found = new MapsOfSeveral(schema).areIn(decoder);
        assertThat(decoder.isEnd()).as("read to the end").isNotEqualTo(found);
        return found;
    }

    private static GenericRecord deep(Object... maps) {
        return new GenericRecordBuilder(DEEP)
                .set("before", "text")
                .set("maps", Arrays.asList(maps))
                .build();
    }

    @Test
    void mapsOfNoneOrOneAreInOrder() throws IOException {
        assertThat(found(DEEP, deep())).isFalse();
        assertThat(found(DEEP, deep("text", 5L, Map.of()))).isFalse();
        assertThat(found(DEEP, deep(Map.of("a", Map.of("b", 1)), Map.of("a", Map.of("b", 1)), "text")))
                .isFalse();
    }

    @Test
    void oneOfSeveralIsFoundWhereverItIs() throws IOException {
        assertThat(found(DEEP, deep("text", Map.of("a", Map.of(), "b", Map.of()), 5L)))
                .isTrue();
        assertThat(found(DEEP, deep(Map.of("a", Map.of("b", 1)), Map.of("a", Map.of("b", 1, "c", 2)), 5L)))
                .isTrue();
    }

    @Test
    void whatContainsItselfIsReadAsDeepAsItIs() throws IOException {
        Schema tree = new Schema.Parser().parse("""
                {"type":"record","name":"Tree","fields":[
                 {"name":"labels","type":{"type":"map","values":"int"}},
                 {"name":"inner","type":{"type":"array","items":"Tree"}}]}""");
        GenericRecord leaf = tree(tree, Map.of("a", 1));
        assertThat(found(tree, tree(tree, Map.of(), leaf, tree(tree, Map.of(), leaf))))
                .isFalse();
        assertThat(found(
                        tree,
                        tree(tree, Map.of(), leaf, tree(tree, Map.of("a", 1), tree(tree, Map.of("a", 1, "b", 2))))))
                .isTrue();
    }

    private static GenericRecord tree(Schema schema, Map<String, Integer> labels, GenericRecord... inner) {
        return new GenericRecordBuilder(schema)
                .set("labels", labels)
                .set("inner", Arrays.asList(inner))
                .build();
    }

    @Test
    void severalInAListAreInOrder() throws IOException {
        Schema list = Schema.createArray(Schema.create(Schema.Type.INT));
        assertThat(new MapsOfSeveral(list).areIn(DecoderFactory.get().binaryDecoder(new byte[] {4, 2, 4, 0}, null)))
                .isFalse();
    }
}
